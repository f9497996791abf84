package filereeve.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.LinuxPosix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// An xfs of its own in a file, for tests that run as root.
public final class XfsMount implements AutoCloseable {
  /// The smallest that `mkfs.xfs` makes; it is sparse.
  private static final long SIZE = 320L << 20;

  private final Path folder;

  private XfsMount(Path folder) {
    this.folder = folder;
  }

  /// @param folder an empty one, to mount it on
  /// @param image where its file is to be
  public static XfsMount on(Path folder, Path image) throws IOException, InterruptedException {
    assumeTrue(new LinuxPosix().effectiveUser() == 0, "only root may mount");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    assumeTrue(run("mkfs.xfs", "-q", image.toString()), "mkfs.xfs is not here");
    assumeTrue(
        run("mount", "-o", "loop", image.toString(), folder.toString()),
        "mounting is not allowed here");
    return new XfsMount(folder);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notHere) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
