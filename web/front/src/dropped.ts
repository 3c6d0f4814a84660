// What was chosen or dropped, as a flat list of files with the folders that they lie in.

export interface Found {
  file: File;
  folder: string;
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
export async function dropped(data: DataTransfer): Promise<Found[]> {
  const entries = [...data.items].map((each) => each.webkitGetAsEntry());
  if (entries.every((each) => each === null)) return chosen(data.files);
  const found: Found[] = [];
  for (const each of entries) if (each) await walk(each, "", found);
  return found;
}

async function walk(entry: FileSystemEntry, folder: string, found: Found[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) =>
      (entry as FileSystemFileEntry).file(done, failed),
    );
    found.push({ file, folder });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (some.length === 0) return;
    for (const each of some) await walk(each, inside, found);
  }
}
