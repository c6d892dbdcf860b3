import { createServer, type Server, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

type Received = { from: string; to: string[]; source: string };

type TestSmtpServer = {
  url: string;
  received: Received[];
  connections: () => number;
  /** Cuts every open connection. */
  drop: () => void;
  stop: () => Promise<void>;
};

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

type Behaviour = {
  /** Reply to RCPT TO. */
  recipientReply?: { code: number; message: string };
  /** Reply after the message's final dot. */
  dataReply?: { code: number; message: string };
  /** Take the message, then drop the connection instead of answering. */
  cutAfterData?: boolean;
  /** Take the message, then never answer. */
  hangAfterData?: boolean;
  login?: { user: string; password: string };
};

/** A real SMTP server on a free loopback port. */
export async function startSmtpServer(behaviour: Behaviour = {}): Promise<TestSmtpServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  const options: SMTPServerOptions = {
    authOptional: !behaviour.login,
    disabledCommands: behaviour.login ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    allowInsecureAuth: true,
    hideSize: true,
    logger: false,
    onConnect(_session, callback) {
      opened += 1;
      callback();
    },
    onAuth(auth, _session, callback) {
      const { user, password } = behaviour.login ?? {};
      if (auth.username === user && auth.password === password) callback(null, { user: auth.username ?? "" });
      else callback(refusal(535, "5.7.8 wrong user or password"));
    },
    onRcptTo(_address, _session, callback) {
      const reply = behaviour.recipientReply;
      callback(reply ? refusal(reply.code, reply.message) : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map((recipient) => recipient.address),
          source: Buffer.concat(chunks).toString("utf8"),
        });
        if (behaviour.cutAfterData) {
          for (const socket of sockets) socket.destroy();
        } else if (!behaviour.hangAfterData) {
          const reply = behaviour.dataReply;
          callback(reply ? refusal(reply.code, reply.message) : null);
        }
      });
    },
  };
  const server = new SMTPServer(options);
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf(server.server, behaviour.login),
    received,
    connections: () => opened,
    drop: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A listener that takes connections and runs `speak` on each: for servers that hang or talk nonsense. */
export async function startRawServer(
  speak: (socket: Socket) => void,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    speak(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf(server),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function urlOf(server: Server, login?: { user: string; password: string }): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a port.");
  const credentials = login ? `${login.user}:${encodeURIComponent(login.password)}@` : "";
  return `smtp://${credentials}127.0.0.1:${address.port}`;
}
