/** Which row of the error table an answer of an API server is. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { ClusterError } from './cluster-error.js';
import { objectText, refusedCredentials, resourceText, type Call } from './call.js';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from './fields.js';

/** An answer that is not the wanted one. */
export interface Refusal {
  readonly status: number;
  /** The header; seconds. */
  readonly retryAfter?: string;
  /** The body, as far as it was read. */
  readonly body: string;
}

/** Longest detail that is quoted, in characters. */
const DETAIL_LIMIT = 600;

/** Waiting time when the server names none, in seconds. */
const USUAL_WAIT = 1;

/** The error of a call that was answered with something else than success. */
export function refusalError(call: Call, refusal: Refusal): ClusterError {
  const status = statusOf(refusal.body);
  const code = refusal.status;
  const temporary = code === 429 || code === 408 || code >= 500;
  const wait = waitOf(refusal, status);
  return new ClusterError(problemOf(call, { ...refusal, fields: status }), {
    status: code,
    temporary,
    ...(wait === undefined ? {} : { retryAfterMs: wait * 1000 })
  });
}

/** The error that a watch was told in its stream. */
export function watchError(call: Call, status: Fields): ClusterError {
  const code = numberOf(status['code']) ?? 500;
  return refusalError(call, { status: code, body: JSON.stringify(status) });
}

interface Answer extends Refusal {
  /** Of a `Status` object; empty when the body is none. */
  readonly fields: Fields;
}

function problemOf(call: Call, answer: Answer): Problem {
  const row = ROWS[answer.status];
  return row ? row(call, answer) : failed(call, answer);
}

type Row = (call: Call, answer: Answer) => Problem;

const ROWS: Readonly<Record<number, Row>> = {
  401: unauthorized,
  403: forbidden,
  404: notFound,
  409: conflict,
  410: call => problem('watch-expired', { resource: resourceText(call) }),
  413: call => problem('object-too-large', { object: objectText(call) }),
  422: invalid,
  400: invalid,
  429: busy
};

function unauthorized(call: Call, answer: Answer): Problem {
  return refusedCredentials(call, withoutEnd(detailOf(answer)));
}

/** By whom a request can be refused although it is the right one: first that fits. */
function forbidden(call: Call, answer: Answer): Problem {
  const detail = detailOf(answer);
  const object = objectText(call);
  const namespace = call.namespace ?? '';
  if (hasCause(answer, 'NamespaceTerminating')) {
    return problem('namespace-ending', { object, namespace });
  }
  if (/exceeded quota|failed quota/.test(detail)) {
    return problem('quota-exceeded', { object, detail: admissionText(detail) });
  }
  // What the authoriser says names the user; everything else comes from admission.
  if (/^User "|cannot \w+ resource|^$|^Forbidden$/.test(withoutObject(detail))) {
    return unallowed(call);
  }
  return problem('admission-denied', { object, detail: admissionText(detail) });
}

/** What the authoriser has refused: a missing rule of a role. */
function unallowed(call: Call): Problem {
  const { context, verb, namespace } = call;
  const params = { context, verb, resource: resourceText(call) };
  return call.resource.namespaced && namespace !== undefined
    ? problem('cluster-forbidden', { ...params, namespace })
    : problem('cluster-forbidden-outside', params);
}

function notFound(call: Call, answer: Answer): Problem {
  const { context, namespace = '' } = call;
  const details = fieldsOf(answer.fields['details']);
  if (details['kind'] === 'namespaces' && call.resource.kind !== 'Namespace') {
    return problem('namespace-missing', { context, namespace });
  }
  if (textOf(details['name']) === undefined) {
    return problem('kind-absent', { context, resource: resourceText(call) });
  }
  return problem('object-missing', { object: objectText(call) });
}

function conflict(call: Call, answer: Answer): Problem {
  const object = objectText(call);
  if (answer.fields['reason'] === 'AlreadyExists') {
    return problem('object-exists', { object });
  }
  return problem('object-conflict', { object, detail: withoutEnd(detailOf(answer)) });
}

function invalid(call: Call, answer: Answer): Problem {
  const detail = admissionText(detailOf(answer));
  const object = objectText(call);
  return /admission webhook/.test(detail)
    ? problem('admission-denied', { object, detail })
    : problem('object-invalid', { object, detail });
}

function busy(call: Call, answer: Answer): Problem {
  const seconds = waitOf(answer, answer.fields) ?? USUAL_WAIT;
  return problem('cluster-busy', { context: call.context, seconds });
}

function failed(call: Call, answer: Answer): Problem {
  const detail = withoutEnd(detailOf(answer));
  return problem('cluster-failed', {
    context: call.context,
    code: answer.status,
    detail
  });
}

function statusOf(body: string): Fields {
  try {
    const fields = fieldsOf(JSON.parse(body));
    return fields['kind'] === 'Status' ? fields : {};
  } catch {
    return {};
  }
}

function waitOf(refusal: Refusal, status: Fields): number | undefined {
  const header = /^\d+$/.test(refusal.retryAfter ?? '')
    ? Number(refusal.retryAfter)
    : undefined;
  return header ?? numberOf(fieldsOf(status['details'])['retryAfterSeconds']);
}

function hasCause({ fields }: Answer, reason: string): boolean {
  const causes = listOf(fieldsOf(fields['details'])['causes']);
  return causes.some(cause => cause['reason'] === reason);
}

/** What the server says; of pages of proxies, which are HTML, nothing is quoted. */
function detailOf({ fields, body, status }: Answer): string {
  const said = textOf(fields['message']) ?? (/^\s*[<{]/.test(body) ? '' : body.trim());
  const text = said === '' ? `HTTP status ${String(status)}` : said;
  return text.length > DETAIL_LIMIT ? `${text.slice(0, DETAIL_LIMIT - 1)}…` : text;
}

/** Without `pods "name" is forbidden: ` in front. */
function withoutObject(detail: string): string {
  return /^HTTP status/.test(detail)
    ? ''
    : detail.replace(/^\S+( "[^"]*")? is (forbidden|invalid): /, '');
}

function admissionText(detail: string): string {
  return withoutEnd(withoutObject(detail) || detail);
}

const withoutEnd = (text: string): string => text.replace(/\.$/, '');
