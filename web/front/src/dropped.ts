// What was chosen or dropped, as a flat list of files with the folders that they lie in.

export interface Found {
  file: File;
  folder: string;
}

/** What the browser cannot read; a folder stands for what is in it and was not found. */
export interface Lost {
  name: string;
  folder: string;
  isFile: boolean;
}

export interface Dropped {
  found: Found[];
  lost: Lost[];
}

export function chosen(list: FileList | null): Found[] {
  return [...(list ?? [])].map((file) => ({ file, folder: folderOf(file.webkitRelativePath) }));
}

const byNumbers = new Intl.Collator("vi", { numeric: true });

/** A folder after the other, in each by name: page 2 comes before page 10. */
export function inOrder(found: Found[]): Found[] {
  return [...found].sort(
    (one, other) =>
      byNumbers.compare(one.folder, other.folder) ||
      byNumbers.compare(one.file.name, other.file.name),
  );
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** Entries have to be asked for at once: after the event they are gone. */
export async function dropped(data: DataTransfer): Promise<Dropped> {
  const entries = [...data.items].map((each) => each.webkitGetAsEntry());
  const all: Dropped = { found: [], lost: [] };
  if (entries.every((each) => each === null)) all.found = chosen(data.files);
  for (const each of entries) if (each) await walk(each, "", all);
  return all;
}

async function walk(entry: FileSystemEntry, folder: string, all: Dropped): Promise<void> {
  try {
    if (entry.isFile) all.found.push({ file: await fileOf(entry as FileSystemFileEntry), folder });
    else await walkFolder(entry as FileSystemDirectoryEntry, folder, all);
  } catch {
    // It went, or may not be read: the others go on.
    all.lost.push({ name: entry.name, folder, isFile: entry.isFile });
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((done, failed) => entry.file(done, failed));
}

async function walkFolder(
  entry: FileSystemDirectoryEntry,
  folder: string,
  all: Dropped,
): Promise<void> {
  const reader = entry.createReader();
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (some.length === 0) return;
    for (const each of some) await walk(each, inside, all);
  }
}
