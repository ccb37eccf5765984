/** Notebooks of a given size: ordinary cells, as data scientists write them. */

const ORDINARY = [
  i => `import os\nimport json\n\npath_${i} = os.path.join("data", "part-${i}.json")`,
  i =>
    `def scale_${i}(values, factor=${i}):\n    """Multiplies each value."""\n` +
    '    return [value * factor for value in values]',
  i =>
    `rows_${i} = scale_${i - (i % 6) + 1}(range(10))\nprint(f"rows: {len(rows_${i})}")`,
  i =>
    `for epoch in range(3):\n    loss = 1 / (epoch + ${i + 1})\n` +
    '    if loss < 0.01:\n        break\n    print("epoch", epoch, "loss", loss)',
  i => `%time total_${i} = sum(rows_${i - (i % 6) + 2})\ntotal_${i}`,
  i =>
    `class Model${i}:\n    def __init__(self, size):\n        self.size = size\n\n` +
    '    def fit(self, x, y):\n        return {"x": x, "y": y, "size": self.size}'
];

/** The sources of so many cells. */
export function ordinaryCells(count) {
  return Array.from({ length: count }, (_, i) => ORDINARY[i % ORDINARY.length](i));
}

/** The text of an `.ipynb` file with these code cells. */
export function notebookText(sources) {
  return JSON.stringify({
    cells: sources.map((source, i) => ({
      cell_type: 'code',
      id: `cell-${String(i)}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source
    })),
    metadata: {
      kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' },
      language_info: { name: 'python', file_extension: '.py' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}
