"use strict";
// A client of the Language Server Protocol, as small as one server needs: messages over the pipes of a program.

const { spawn } = require("child_process");

class Client {
  // `onNotification(method, params)` is called for what the server says by itself, `onLine` for what it writes as errors.
  constructor(command, args, cwd, onNotification, onLine, onEnd) {
    this.waiting = new Map();
    this.count = 0;
    this.onNotification = onNotification;
    this.buffer = Buffer.alloc(0);
    this.process = spawn(command, args, { cwd, shell: false });
    this.process.on("error", (error) => this.end(String(error.message), onEnd));
    this.process.on("exit", (code) => this.end(code ? `plantin lsp ended with ${code}` : "", onEnd));
    this.process.stdin.on("error", () => {});
    this.process.stderr.on("data", (data) => onLine(String(data)));
    this.process.stdout.on("data", (data) => this.receive(data));
  }

  end(why, onEnd) {
    for (const { reject } of this.waiting.values()) reject(new Error(why || "plantin lsp ended"));
    this.waiting.clear();
    onEnd(why);
  }

  send(message) {
    const content = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.process.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${content.length}\r\n\r\n`), content]));
  }

  notify(method, params) {
    this.send({ method, params });
  }

  request(method, params) {
    const id = ++this.count;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.send({ id, method, params });
    return answer;
  }

  receive(data) {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const end = this.buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.toString("ascii", 0, end))?.[1] ?? 0);
      const begin = end + 4;
      if (this.buffer.length < begin + length) return;
      const message = JSON.parse(this.buffer.toString("utf8", begin, begin + length));
      this.buffer = this.buffer.subarray(begin + length);
      this.take(message);
    }
  }

  take(message) {
    if (message.method === undefined) {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result);
    } else if (message.id === undefined) {
      this.onNotification(message.method, message.params);
    } else {
      this.send({ id: message.id, result: null });
    }
  }

  async stop() {
    await this.request("shutdown", null).catch(() => {});
    this.notify("exit", null);
  }
}

module.exports = { Client };
