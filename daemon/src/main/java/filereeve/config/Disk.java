package filereeve.config;

import filereeve.files.Trust;
import filereeve.posix.Posix;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// The files as they are now.
record Disk(Posix posix, Trust trust) implements Sources {
  @Override
  public ConfigFile.Text read(Path file, Problems problems, String remedyIfMissing) {
    return ConfigFile.read(file, this, problems, remedyIfMissing);
  }

  @Override
  public boolean has(Path file) {
    return !Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<Path> find(Path main, Node.Scalar pattern, Problems problems) {
    return new Includes(main, problems).find(pattern.text(), pattern.where());
  }
}
