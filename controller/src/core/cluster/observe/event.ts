/** Events: what the cluster's components say about an object. */
import { fieldsOf, textOf } from '../fields.js';
import { metadataOf, type KubeObject } from '../object.js';
import { timeOf } from './pod.js';

export interface EventFacts {
  /** e.g. `FailedCreate`. */
  readonly reason: string;
  readonly message: string;
  /** Name of the object it is about. */
  readonly about: string;
  /** Its uid; empty where the event does not say. */
  readonly uid: string;
  /** When it was last seen, in milliseconds since the epoch. */
  readonly time: number;
}

/** All events, oldest first. */
export function eventsOf(objects: readonly KubeObject[]): readonly EventFacts[] {
  return objects.map(eventOf).sort((a, b) => a.time - b.time);
}

function eventOf(object: KubeObject): EventFacts {
  const about = fieldsOf(object['involvedObject']);
  const series = fieldsOf(object['series']);
  const times = [
    series['lastObservedTime'],
    object['lastTimestamp'],
    object['eventTime'],
    metadataOf(object).createdAt
  ];
  return {
    reason: textOf(object['reason']) ?? '',
    message: textOf(object['message']) ?? '',
    about: textOf(about['name']) ?? '',
    uid: textOf(about['uid']) ?? '',
    time: times.map(timeOf).find(time => time !== undefined) ?? 0
  };
}

/** The newest event about an object that has one of the reasons. */
export function latestAbout(
  events: readonly EventFacts[],
  about: { readonly name: string; readonly uid: string },
  reasons: readonly string[]
): EventFacts | undefined {
  return events.findLast(
    event =>
      event.about === about.name &&
      (event.uid === '' || about.uid === '' || event.uid === about.uid) &&
      reasons.includes(event.reason)
  );
}
