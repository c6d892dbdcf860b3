// Peer (d): one primary-key SELECT per request on the same Postgres, with node:http and the same driver.
import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const ids = (await pool.query("select id from bench_rows order by id")).rows.map((row) => row.id);
let turn = 0;

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    if (chunks.length > 0) JSON.parse(Buffer.concat(chunks).toString());
    turn = (turn + 1) % ids.length;
    const found = await pool.query({
      name: "one",
      text: "select document from bench_rows where id = $1",
      values: [ids[turn]],
    });
    const text = JSON.stringify(found.rows[0].document);
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.end(text);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
