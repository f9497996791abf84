package filereeve.replace;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.testing.Durability;
import filereeve.testing.LogLines;
import filereeve.testing.NothingLeftOpen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A file, and the steps that replace it by its archive.
@ExtendWith(NothingLeftOpen.class)
abstract class OneReplacement {
  static final Path LOG = Path.of("app.log.1");
  static final byte[] CONTENT = LogLines.bytes(400_000);
  final Posix posix = Durability.of(new LinuxPosix());
  final ReplacementSteps steps = Replacing.steps(posix);

  /// The name of the source, for the guard; empty if the source is gone.
  Optional<Path> nameNow = Optional.of(LOG);

  @TempDir Path dir;

  @BeforeEach
  void aFile() throws IOException {
    Files.write(dir.resolve(LOG), CONTENT);
  }

  ReplacementResult replace(Posix posix, Codec codec, boolean keepsSource) throws Exception {
    try (Directory directory = Directory.open(posix, dir)) {
      return Replacing.steps(posix)
          .replaceOne(
              directory,
              LOG,
              codec,
              new Level.Auto(),
              Existing.KEEP,
              keepsSource,
              Replacing::nobodyWrites,
              ReplacementStepsTest::unheard);
    }
  }

  FileReplacement prepare(Directory directory) throws Exception {
    return prepare(directory, ReplacementStepsTest::unheard);
  }

  FileReplacement prepare(Directory directory, LongConsumer progress) throws Exception {
    var guard =
        new FileReplacement.Guard() {
          @Override
          public boolean isWritten(Fd source) {
            return false;
          }

          @Override
          public Optional<Path> nameNow(Path name) {
            return nameNow;
          }
        };
    return steps.prepare(
        directory, LOG, directory, Optional.of(Codec.ZSTD), new Level.Auto(), guard, progress);
  }

  ReplacementResult publish(FileReplacement file) throws IOException {
    steps.makeDurable(List.of(file));
    steps.replace(List.of(file));
    return file.result();
  }

  static void unheard(long bytes) {}

  byte[] content(String archive, Codec codec) throws IOException {
    try (InputStream in = codec.decoder(Files.newInputStream(dir.resolve(archive)))) {
      return in.readAllBytes();
    }
  }

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
