#!/usr/bin/env node
import { text } from "node:stream/consumers";
import { runCli } from "./run";

process.exitCode = await runCli(process.argv.slice(2), process.env, {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  readInput: () => text(process.stdin),
});
