package filereeve.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.posix.LinuxPosix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A filesystem of its own in a file, for tests that run as root.
public final class LoopMount implements AutoCloseable {
  /// The smallest that `mkfs.xfs` makes; it is sparse.
  private static final long SMALLEST_XFS = 320L << 20;

  private final Path directory;

  private LoopMount(Path directory) {
    this.directory = directory;
  }

  /// @param directory an empty one, to mount it on
  /// @param image where its file is to be
  public static LoopMount xfs(Path directory, Path image) throws IOException, InterruptedException {
    return mount(directory, image, SMALLEST_XFS, List.of("mkfs.xfs", "-q"));
  }

  /// All of it is for files: root has no reserve.
  ///
  /// @param directory an empty one, to mount it on
  /// @param image where its file is to be
  /// @param size in bytes, at least some MiB
  /// @param options more for `mkfs.ext4`
  public static LoopMount ext4(Path directory, Path image, long size, String... options)
      throws IOException, InterruptedException {
    var make = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F", "-m", "0"));
    make.addAll(List.of(options));
    return mount(directory, image, size, make);
  }

  private static LoopMount mount(Path directory, Path image, long size, List<String> make)
      throws IOException, InterruptedException {
    assumeTrue(new LinuxPosix().effectiveUser() == 0, "only root may mount");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(size);
    }
    var command = new ArrayList<>(make);
    command.add(image.toString());
    assumeTrue(run(command), make.getFirst() + " is not here");
    assumeTrue(
        run(List.of("mount", "-o", "loop", image.toString(), directory.toString())),
        "mounting is not allowed here");
    return new LoopMount(directory);
  }

  private static boolean run(List<String> command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notHere) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run(List.of("umount", directory.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
