package filereeve.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A tar whose files all belong to root and have the same time.
final class TarWriter implements AutoCloseable {
  private final TarArchiveOutputStream tar;
  private final String prefix;
  private final Instant time;

  /// @param prefix of all names, such as `./`
  TarWriter(OutputStream to, String prefix, Instant time) {
    this.prefix = prefix;
    this.time = time;
    tar = new TarArchiveOutputStream(to, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
  }

  void all(Tree tree) throws IOException {
    for (Entry entry : tree.entries()) {
      switch (entry) {
        case Entry.Directory(String path) -> directory(path + "/", Entry.Directory.MODE);
        case Entry.File file -> file(file.path(), Files.readAllBytes(file.content()), file.mode());
        case Entry.Link(String path, String target) -> link(path, target);
      }
    }
  }

  /// @param path ends with a slash, unless it is empty
  void directory(String path, int mode) throws IOException {
    write(new TarArchiveEntry(prefix + path, TarConstants.LF_DIR), mode, new byte[0]);
  }

  void file(String path, byte[] content, int mode) throws IOException {
    var entry = new TarArchiveEntry(prefix + path, TarConstants.LF_NORMAL);
    entry.setSize(content.length);
    write(entry, mode, content);
  }

  private void link(String path, String target) throws IOException {
    var entry = new TarArchiveEntry(prefix + path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    write(entry, 0777, new byte[0]);
  }

  private void write(TarArchiveEntry entry, int mode, byte[] content) throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(time.toEpochMilli());
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
