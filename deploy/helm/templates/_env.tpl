{{- define "quadzero.env" -}}
- { name: KAFKA_BROKERS, value: {{ .Values.kafkaBrokers | quote }} }
- { name: PARTITIONS, value: {{ .Values.partitions | quote }} }
- { name: REPLICATION, value: {{ .Values.replication | quote }} }
{{- range $name, $value := .Values.env }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- if .Values.ingress.enabled }}
{{- $hosts := list }}
{{- range $host, $paths := .Values.ingress.hosts }}{{ $hosts = append $hosts (printf "%s=%s" $host $paths) }}{{ end }}
- { name: HTTP_HOSTS, value: {{ join ";" $hosts | quote }} }
{{- end }}
{{- range list "KAFKA_USER" "KAFKA_PASSWORD" "OIDC_CLIENT_SECRET" "EXCHANGE_KEY" "EXCHANGE_PEERS" }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $.Values.existingSecret }}, key: {{ . }}, optional: true } }
{{- end }}
{{- range list "NUMBER_KEY" "SESSION_KEY" "ID_KEY" "SEAL_KEY" "ADMIN_KEY" "MONGODB_URL" }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $.Values.existingSecret }}, key: {{ . }} } }
{{- end }}
{{- end }}
