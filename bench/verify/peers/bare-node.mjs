// Peer (a): a bare node:http server that parses the same body and answers JSON of the same size.
import { createServer } from "node:http";

const answer = JSON.parse(process.env.ANSWER ?? "{}");

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    const text = JSON.stringify({ ...answer, valid: body === null || body.key !== "" });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.end(text);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
