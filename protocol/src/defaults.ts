/** Default values of the contract, apart from its schemas: they load no validator. */
import type { Settings } from './settings.js';

/** Settings in which everything is left to the plan. */
export const DEFAULT_SETTINGS: Settings = {
  parameters: {},
  include: [],
  exclude: [],
  args: [],
  env: {}
};
