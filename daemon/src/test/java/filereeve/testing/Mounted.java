package filereeve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Real mounts of one test, unmounted after it. Where the test may not mount, it is not run.
public final class Mounted implements AfterEachCallback {
  private final Deque<Path> points = new ArrayDeque<>();

  public Path tmpfs(Path point) throws Exception {
    return mount(point, "-t", "tmpfs", "-o", "size=4m", "filereeve-test");
  }

  public Path bind(Path directory, Path point) throws Exception {
    return mount(point, "--bind", directory.toString());
  }

  /// Another view of a directory, in which nothing can be changed.
  public Path readOnly(Path directory, Path point) throws Exception {
    bind(directory, point);
    assumeTrue(run("mount", "-o", "remount,bind,ro", point.toString()), "it stays writable");
    return point;
  }

  public Path overlay(Path lower, Path upper, Path work, Path point) throws Exception {
    String options = "lowerdir=%s,upperdir=%s,workdir=%s".formatted(lower, upper, work);
    return mount(point, "-t", "overlay", "-o", options, "filereeve-test");
  }

  /// A directory seen through a FUSE program.
  public Path fuse(Path directory, Path point) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/bindfs")), "bindfs is not installed");
    assumeTrue(run("bindfs", directory.toString(), point.toString()), "FUSE cannot be mounted");
    points.push(point);
    return point;
  }

  private Path mount(Path point, String... how) throws Exception {
    var command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(how));
    command.add(point.toString());
    assumeTrue(run(command.toArray(String[]::new)), "nothing can be mounted here");
    points.push(point);
    return point;
  }

  public void unmount(Path point) throws Exception {
    assertThat(run("umount", point.toString()) || run("umount", "-l", point.toString())).isTrue();
    points.remove(point);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!points.isEmpty()) {
      unmount(points.peek());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    return process.exitValue() == 0;
  }
}
