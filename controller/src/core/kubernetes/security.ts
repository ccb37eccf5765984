/**
 * Security contexts that the Pod Security level *restricted* wants, and that work with
 * ordinary images: a numeric user, for an image's root or named user is refused.
 */

/** Not root, and rarely anybody's: what images and volumes most often are made for. */
const USER = 1000;

/** Large volumes are not walked through at each start. */
export const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' }
} as const;

export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' }
} as const;
