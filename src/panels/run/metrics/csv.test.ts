import { describe, expect, it } from 'vitest';
import { csvField, metricsCsv } from './csv.js';
import { MetricSeries } from './series.js';

describe('metrics as CSV', () => {
  it('has a row a value, of every run, metric and rank', () => {
    const metrics = new MetricSeries();
    metrics.add(1, { name: 'loss', value: 0.5, step: 10, time: 0 });
    metrics.add(0, { name: 'loss', value: 0.25, time: 1.5 });
    metrics.add(0, { name: 'loss', value: Number.NaN, time: 2 });
    const text = metricsCsv([
      { run: 'digits-1', names: metrics.names, of: name => metrics.of(name) }
    ]);
    expect(text.split('\r\n')).toEqual([
      'run,metric,rank,step,time,value',
      'digits-1,loss,0,0,1970-01-01T00:00:01.500Z,0.25',
      'digits-1,loss,0,1,1970-01-01T00:00:02.000Z,NaN',
      'digits-1,loss,1,10,1970-01-01T00:00:00.000Z,0.5',
      ''
    ]);
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['=1+1', "'=1+1"],
    ['-3', '-3'],
    ['-x', "'-x"]
  ])('%j becomes %j', (text, field) => {
    expect(csvField(text)).toBe(field);
  });
});
