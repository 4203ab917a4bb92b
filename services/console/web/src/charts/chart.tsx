import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLook } from '../shell/look.tsx'
import { useMe } from '../shell/me.ts'
import { axisOf, dotted, type Values } from './lines.ts'
import './chart.css'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export interface Line {
  readonly name: string
  readonly values: Values
  /** Stands behind its name: a figure that holds for all of it. */
  readonly note?: string
  /** Drawn over another without hiding it. */
  readonly dashed?: boolean
  /** The same a week before; drawn faintly. */
  readonly before?: readonly number[]
}

export interface ChartProps {
  /** What it shows, in words, for those who do not see it. */
  readonly label: string
  /** The moment of each value, ms. */
  readonly at: readonly number[]
  readonly lines: readonly Line[]
  /** What the faint lines are called. */
  readonly beforeName?: string
  /** Days are shown, not hours. */
  readonly long?: boolean
  /** Each value is a whole day, in UTC: bars beside each other. */
  readonly daily?: boolean
  /** Days as lines. */
  readonly asLines?: boolean
  /** Stands behind each value, which may be small then. */
  readonly unit?: string
}

const colours = {
  light: ['#0b5bd3', '#0f8a7e', '#b86a00', '#8a4fbf'],
  dark: ['#7db1ff', '#4fc8b8', '#e0a13a', '#c79bf0'],
}

/** Of the legend, px: a row, the mark before a name and the space after it, a character (a Chinese one is square). */
const ROW = 24
const MARK = 30
const widthOf = (name: string): number => [...name].reduce((sum, each) => sum + (each > '\u2e80' ? 13 : 7), MARK)

/** Rows that the names take where they have so many px. */
function rowsOf(names: readonly string[], width: number): number {
  let [rows, taken] = [1, 0]
  for (const each of names.map(widthOf)) {
    if (taken > 0 && taken + each > width) [rows, taken] = [rows + 1, 0]
    taken += each
  }
  return rows
}

/** Lines, or a day's bars, over time. Nothing in it is HTML, so no policy of styles is in its way. */
export function Chart({
  label,
  at,
  lines,
  beforeName = '',
  long = false,
  daily = false,
  asLines = false,
  unit = '',
}: ChartProps) {
  const { i18n } = useTranslation()
  const { dark } = useLook()
  const { zone } = useMe()
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | undefined>(undefined)
  // The legend takes as many rows as its names need: another width is another drawing.
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = place.current as HTMLDivElement
    const made = init(element)
    chart.current = made
    const watch = new ResizeObserver(() => {
      made.resize()
      setWidth(made.getWidth())
    })
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    if (width === 0) return
    const ink = dark ? '#a9b6c4' : '#4c5c6d'
    const line = dark ? '#2c3744' : '#e4eaf1'
    const locale = i18n.language === 'zh' ? 'zh-CN' : 'en-GB'
    const day = { month: 'short', day: 'numeric' } as const
    const clock = { hour: '2-digit', minute: '2-digit' } as const
    const timeZone = daily ? 'UTC' : zone
    const time = new Intl.DateTimeFormat(locale, {
      ...(daily || long ? day : {}),
      ...(daily ? {} : clock),
      timeZone,
    })
    const tick = new Intl.DateTimeFormat(locale, {
      ...(daily ? day : long ? ({ weekday: 'short', day: 'numeric' } as const) : clock),
      timeZone,
    })
    const palette = colours[dark ? 'dark' : 'light']
    const figure = new Intl.NumberFormat(locale)
    const names = lines.map((each) => each.name)
    const told = new Map(lines.map(({ name, note }) => [name, note ? `${name} ${note}` : name]))
    const top = 12 + ROW * rowsOf([...told.values()], width)
    chart.current?.setOption(
      {
        animation: false,
        grid: { left: 8, right: 24, top, bottom: 4, containLabel: true },
        legend: {
          top: 0,
          left: 0,
          itemWidth: 16,
          itemHeight: 8,
          icon: 'roundRect',
          textStyle: { color: ink, fontSize: 13 },
          data: names,
          formatter: (name: string) => told.get(name) ?? name,
        },
        tooltip: {
          trigger: 'axis',
          renderMode: 'richText',
          confine: true,
          backgroundColor: dark ? '#1b222a' : '#ffffff',
          borderColor: line,
          textStyle: { color: dark ? '#e6edf5' : '#14202e', fontSize: 13 },
          valueFormatter: (value: number | null) =>
            typeof value === 'number' ? `${figure.format(value)}${unit}` : '–',
        },
        xAxis: {
          type: 'category',
          boundaryGap: daily && !asLines,
          data: at.map((each) => time.format(each)),
          axisLine: { lineStyle: { color: line } },
          axisTick: { show: false },
          axisLabel: {
            color: ink,
            hideOverlap: true,
            formatter: (_: string, index: number) => tick.format(at[index]),
          },
        },
        yAxis: {
          type: 'value',
          minInterval: unit ? 0 : 1,
          splitNumber: 3,
          ...axisOf(
            lines.map(({ values }) => values),
            unit,
          ),
          axisLabel: { color: ink, formatter: (value: number) => `${figure.format(value)}${unit}` },
          splitLine: { lineStyle: { color: line } },
        },
        series: lines.flatMap(({ name, values, before, dashed }, n) => {
          const color = palette[n % palette.length]
          const own = {
            type: daily && !asLines ? 'bar' : 'line',
            symbol: 'none',
            barMaxWidth: 24,
            itemStyle: { color },
          }
          return [
            ...(before
              ? [
                  {
                    ...own,
                    name: `${name} · ${beforeName}`,
                    data: before,
                    lineStyle: { color, width: 1.5, type: [4, 4], opacity: 0.55 },
                  },
                ]
              : []),
            {
              ...own,
              name,
              data: own.type === 'line' ? dotted(values) : values,
              lineStyle: { color, width: 2.5, ...(dashed ? { type: [6, 6] } : {}) },
            },
          ]
        }),
      },
      { notMerge: true },
    )
  }, [at, lines, beforeName, long, daily, asLines, unit, dark, width, zone, i18n.language])
  return <div ref={place} className="chart" role="img" aria-label={label} />
}
