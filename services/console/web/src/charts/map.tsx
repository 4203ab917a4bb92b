import { ScatterChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLook } from '../shell/look.tsx'
import { frameOf, type Spot } from './frame.ts'
import './chart.css'

use([ScatterChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer])

/** Diameters of the smallest and the largest spot, px. */
const [SMALL, LARGE] = [10, 44]

const round = (degrees: number): string => String(Math.round(degrees * 100) / 100)

/** Places on a grid of degrees, each as large as its count; no tiles, nothing is fetched from anywhere. */
export function SpotMap({ label, spots }: { label: string; spots: readonly Spot[] }) {
  const { i18n } = useTranslation()
  const { dark } = useLook()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current as HTMLDivElement
    const made: EChartsType = init(element)
    const ink = dark ? '#a9b6c4' : '#4c5c6d'
    const line = dark ? '#2c3744' : '#e4eaf1'
    // Seen through, so that one spot shows beside another; names are not.
    const [colour, edge] = dark ? ['rgba(125, 177, 255, 0.5)', '#7db1ff'] : ['rgba(11, 91, 211, 0.5)', '#0b5bd3']
    const figure = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
    const most = Math.max(...spots.map(({ count }) => count))
    const axis = {
      type: 'value',
      axisLine: { show: false },
      axisTick: { show: false },
      splitNumber: 3,
      splitLine: { lineStyle: { color: line } },
    }
    const degrees = (ends: string) => ({
      color: ink,
      fontSize: 12,
      showMinLabel: false,
      showMaxLabel: false,
      hideOverlap: true,
      formatter: (value: number) => `${round(Math.abs(value))}°${value < 0 ? ends[1] : ends[0]}`,
    })
    const draw = () => {
      made.resize()
      const frame = frameOf(spots, Math.max(80, made.getWidth() - 60), Math.max(80, made.getHeight() - 36))
      made.setOption(
        {
          animation: false,
          grid: { left: 4, right: 12, top: 8, bottom: 4, containLabel: true },
          tooltip: {
            renderMode: 'richText',
            confine: true,
            backgroundColor: dark ? '#1b222a' : '#ffffff',
            borderColor: line,
            textStyle: { color: dark ? '#e6edf5' : '#14202e', fontSize: 13 },
            formatter: ({ name, value }: { name: string; value: readonly number[] }) =>
              `${name} ${figure.format(value[2] ?? 0)}`,
          },
          xAxis: { ...axis, min: frame.lon[0], max: frame.lon[1], axisLabel: degrees('EW') },
          yAxis: { ...axis, min: frame.lat[0], max: frame.lat[1], axisLabel: degrees('NS') },
          series: [
            {
              type: 'scatter',
              data: spots.map(({ name, lat, lon, count }) => ({
                name,
                value: [lon, lat, count],
                symbolSize: SMALL + (LARGE - SMALL) * Math.sqrt(count / most),
              })),
              itemStyle: { color: colour, borderColor: edge, borderWidth: 1 },
              label: {
                show: true,
                position: 'top',
                distance: 2,
                formatter: '{b}',
                color: dark ? '#e6edf5' : '#14202e',
                fontSize: 13,
              },
              labelLayout: { hideOverlap: true },
            },
          ],
        },
        { notMerge: true },
      )
    }
    const watch = new ResizeObserver(draw)
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.dispose()
    }
  }, [spots, dark, i18n.language])
  return <div ref={place} className="chart" role="img" aria-label={label} />
}
