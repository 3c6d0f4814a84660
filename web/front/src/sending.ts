// One file is sent by the tus protocol: in pieces, gone on with after an interruption.
import { DetailedError, Upload } from "tus-js-client";

const endpoint = "/api/v1/uploads";
const piece = 16 * 1024 * 1024;
const pauses = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
const between = " · ";
const passing = new Set([0, 409, 423, 425, 429, 500, 502, 503, 504]);
const away = new Set([0, 502, 503, 504]);

export interface ToSend {
  file: File;
  folder: string;
  label: string;
  batch: string;
  sha256: string;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    said: string,
  ) {
    super(said);
  }
}

/** What `question` answers; asked again, as pieces are sent again, while `isWanted` and away. */
export async function asked(
  question: () => Promise<Response>,
  isWanted: () => boolean,
  onAway: (isAway: boolean) => void,
): Promise<Response> {
  for (const pause of pauses) {
    try {
      const answer = await question();
      onAway(away.has(answer.status));
      if (!passing.has(answer.status)) return answer;
    } catch {
      onAway(true);
    }
    await new Promise((done) => window.setTimeout(done, pause));
    if (!isWanted()) break;
  }
  return question();
}

/** What is said of a problem, in the language of the page. */
export function words(body: string, otherwise: string): string {
  try {
    const detail = String((JSON.parse(body) as { detail?: unknown }).detail ?? "");
    // Half and half: the name of a file, which both halves tell, may have the mark between them.
    const parts = detail.split(between);
    const half = Math.ceil(parts.length / 2);
    const isOwnFirst = document.documentElement.lang === "vi";
    const own = isOwnFirst ? parts.slice(0, half) : parts.slice(half);
    return own.join(between) || detail || otherwise;
  } catch {
    return otherwise;
  }
}

/** Sends a file; `began` is given what stops it. Rejects with `Refused`. */
export async function send(
  what: ToSend,
  unreachable: string,
  began: (stop: () => void) => void,
  onProgress: (bytes: number) => void,
  onAway: (isAway: boolean) => void,
): Promise<void> {
  const { file, sha256 } = what;
  await new Promise<void>((done, failed) => {
    const upload = new Upload(file, {
      endpoint,
      chunkSize: piece,
      retryDelays: pauses,
      removeFingerprintOnSuccess: true,
      // By its content: the same file goes on, wherever it lies now.
      fingerprint: async () => `congvan-${sha256}-${file.name}`,
      metadata: {
        filename: file.name,
        sha256,
        label: what.label,
        folder: what.folder,
        batch: what.batch,
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        onAway(away.has(status));
        return passing.has(status);
      },
      onProgress: (bytes) => {
        onAway(false);
        onProgress(bytes);
      },
      onSuccess: () => done(),
      onError: (error) => failed(refusal(error, unreachable)),
    });
    began(() => void upload.abort().then(() => failed(new Refused(0, ""))));
    void upload.findPreviousUploads().then(([previous]) => {
      if (previous) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  });
}

function refusal(error: Error, unreachable: string): Refused {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return new Refused(0, unreachable);
  return new Refused(response.getStatus(), words(response.getBody(), unreachable));
}
