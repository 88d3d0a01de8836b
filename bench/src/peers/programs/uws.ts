// The same loop with the topics of µWebSockets.js, where that is installed.

/** As much of its interface as is used here. */
interface Uws {
  App(): App;
  us_socket_local_port(socket: object): number;
}
interface App {
  ws(path: string, behavior: object): App;
  publish(topic: string, message: string, isBinary: boolean): boolean;
  listen(host: string, port: number, done: (socket: object | false) => void): App;
}
interface Client {
  subscribe(topic: string): void;
}

const name: string = 'uWebSockets.js'; // not a literal: types must be right without it too
const { App, us_socket_local_port } = ((await import(name)) as { default: Uws }).default;

const app = App();
app.ws('/*', {
  maxBackpressure: 2 ** 30,
  idleTimeout: 0,
  message(client: Client, payload: ArrayBuffer) {
    const [verb, channel = '', ...body] = Buffer.from(payload).toString().split(':');
    if (verb === 'SUBSCRIBE') client.subscribe(channel);
    if (verb === 'PUBLISH') app.publish(channel, `MSG:${channel}:${body.join(':')}`, false); // `client.publish` would leave out the client
  },
});
app.listen('127.0.0.1', Number(process.env['PORT']), (socket) => {
  if (socket) console.log(`ws://127.0.0.1:${us_socket_local_port(socket)}`);
});
