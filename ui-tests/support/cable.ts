/** The WebSocket between page and server, which can be cut. */
import type { Page, WebSocketRoute } from '@playwright/test';

export class Cable {
  private readonly sockets = new Set<WebSocketRoute>();
  private isCut = false;
  /** How often the page has connected. */
  connections = 0;

  /** To be called before the page is opened. */
  async plugInto(page: Page): Promise<void> {
    await page.routeWebSocket(/jupyterlab-kubeflow\/api\/feed/, async socket => {
      if (this.isCut) {
        await socket.close({ code: 1001 });
        return;
      }
      this.connections += 1;
      this.sockets.add(socket);
      socket.connectToServer();
    });
  }

  async cut(): Promise<void> {
    this.isCut = true;
    await Promise.all([...this.sockets].map(socket => socket.close({ code: 1001 })));
    this.sockets.clear();
  }

  mend(): void {
    this.isCut = false;
  }
}
