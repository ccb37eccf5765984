/** JupyterLab's connection to its server, as the client's two ways out. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { API_ROOT, ROUTES } from '@jupyterlab-kubeflow/protocol';
import type { FeedSocket } from './feed.js';
import type { Send } from './gateway.js';

/** Requests with the token or cookie and the XSRF header JupyterLab uses itself. */
export function sender(settings: ServerConnection.ISettings): Send {
  return (path, init) =>
    ServerConnection.makeRequest(URLExt.join(settings.baseUrl, path), init, settings);
}

/** Opens the feed's WebSocket. */
export function socketOpener(settings: ServerConnection.ISettings): () => FeedSocket {
  return () => {
    const url = URLExt.join(settings.wsUrl, API_ROOT, ROUTES.feed);
    const token =
      settings.appendToken && settings.token
        ? `?token=${encodeURIComponent(settings.token)}`
        : '';
    return new settings.WebSocket(`${url}${token}`);
  };
}

/** Address of a path of the gateway, for links and images. */
export function addressOf(settings: ServerConnection.ISettings, path: string): string {
  return URLExt.join(settings.baseUrl, API_ROOT, path);
}
