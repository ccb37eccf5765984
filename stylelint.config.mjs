/** CSS: the standard set, and JupyterLab's themes: colours come from `--jp-*` variables. */
export default {
  extends: ['stylelint-config-standard'],
  rules: {
    'color-no-hex': true,
    'color-named': 'never',
    'function-disallowed-list': ['/^(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?$/'],
    'custom-property-pattern': [
      '^jp-',
      { message: 'Only JupyterLab’s --jp-* variables' }
    ],
    // Rules stand by the part they are about, not by how specific they are.
    'no-descending-specificity': null,
    // jp-Widget-part and jp-mod-state, as JupyterLab names them.
    'selector-class-pattern': null
  }
};
