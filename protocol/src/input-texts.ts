/** Inputs as people write them. Apart from the schema: this loads no validator. */
import type { ValueText } from './amount-texts.js';
import type { InputSetting } from './inputs.js';

/** What a name may be: a folder's, and, in capitals, a part of a variable's. */
export const INPUT_NAME = /^[A-Za-z0-9][\w.-]{0,39}$/;

/** `name=url`, and behind it `,secret=NAME`. */
export const INPUT: ValueText<InputSetting> = {
  example: 'digits=s3://bucket/digits',
  write: ({ name, url, secret }) =>
    `${name}=${url}${secret === undefined ? '' : `,secret=${secret}`}`,
  read: given => {
    const [, name = '', url = '', secret] =
      /^([^=\s]+)=([a-z0-9]+:\/\/\S+?)(?:,secret=([a-z0-9][a-z0-9.-]*))?$/.exec(
        given.trim()
      ) ?? [];
    if (!INPUT_NAME.test(name)) return undefined;
    return { name, url, ...(secret === undefined ? {} : { secret }) };
  }
};
