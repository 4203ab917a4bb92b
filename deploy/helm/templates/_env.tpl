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
{{- range list "KAFKA_USER" "KAFKA_PASSWORD" "OIDC_CLIENT_SECRET" "EXCHANGE_PEERS" }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $.Values.existingSecret }}, key: {{ . }}, optional: true } }
{{- end }}
- name: MONGODB_URL
  valueFrom: { secretKeyRef: { name: {{ $.Values.existingSecret }}, key: MONGODB_URL } }
{{- /* What is rotated lies in files, which change while the processes run. */}}
- { name: SECRETS_DIR, value: /etc/quadzero-secrets }
{{- end }}
{{- /* Without one that it needs a process does not start, and says which. */}}
{{- define "quadzero.secrets" -}}
- name: secrets
  secret:
    secretName: {{ .Values.existingSecret }}
    optional: true
    items:
      {{- range list "NUMBER_KEY" "SESSION_KEY" "ID_KEY" "SEAL_KEY" "EXCHANGE_KEY" "ADMIN_KEY" }}
      - { key: {{ . }}, path: {{ . }} }
      {{- end }}
{{- end }}
