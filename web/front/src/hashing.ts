// Hashes files beside the page, a piece at a time: a file is never whole in memory.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const atOnce = 4 * 1024 * 1024;

export interface Hashed {
  id: number;
  sha256?: string;
}

async function hashOf(file: File): Promise<string> {
  const digest = sha256.create();
  for (let start = 0; start < file.size; start += atOnce) {
    digest.update(new Uint8Array(await file.slice(start, start + atOnce).arrayBuffer()));
  }
  return bytesToHex(digest.digest());
}

self.addEventListener("message", async (event: MessageEvent<{ id: number; file: File }>) => {
  const { id, file } = event.data;
  let said: Hashed = { id };
  try {
    said = { id, sha256: await hashOf(file) };
  } catch {
    // It went, or may not be read: without a hash the page says so.
  }
  self.postMessage(said);
});
