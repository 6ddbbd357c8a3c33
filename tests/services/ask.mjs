// Reads graph.ttl with N3.js and answers the queries given on standard input with Comunica:
//   echo '{"name": {"query": "SELECT …", "columns": ["a"]}}' | node ask.mjs graph.ttl
//   ->  {"triples": n, "answers": {"name": [["value of a"], …]}}
import { createReadStream, readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Store, StreamParser } from "n3";

const store = new Store();
await new Promise((done, failed) => {
  const parser = new StreamParser({ format: "text/turtle" });
  parser.on("data", (quad) => store.addQuad(quad)).on("end", done).on("error", failed);
  createReadStream(process.argv[2]).pipe(parser);
});

const engine = new QueryEngine();
const answers = {};
for (const [name, { query, columns }] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const rows = await (await engine.queryBindings(query, { sources: [store] })).toArray();
  answers[name] = rows.map((row) => columns.map((column) => row.get(column)?.value ?? ""));
}
process.stdout.write(JSON.stringify({ triples: store.size, answers }));
