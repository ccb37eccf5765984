/** What JupyterLab's builder does not know of our sources: a notebook is taken as text. */
module.exports = {
  module: { rules: [{ test: /\.ipynb$/, type: 'asset/source' }] }
};
