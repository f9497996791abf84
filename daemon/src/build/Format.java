import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks or writes the format of every Java file under some directories, with google-java-format
/// on the Java that the build uses (Maven itself may run on one that is too old for the formatter).
///
/// `java Format.java google-java-format.jar check|write DIRECTORY...`
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1", // a short life: a third less CPU
                "-XX:+UseSerialGC",
                "-jar",
                args[0]));
    boolean check = args[1].equals("check");
    command.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    for (int i = 2; i < args.length; i++) {
      try (var files = Files.walk(Path.of(args[i]))) {
        files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(command::add);
      }
    }
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (check && status != 0) {
      System.err.println("The files above are not formatted. Remedy: mvn validate -Dformat");
    }
    System.exit(status);
  }
}
