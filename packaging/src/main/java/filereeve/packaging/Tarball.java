package filereeve.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// The image and what belongs to it in one directory, for hosts without a package manager.
record Tarball(Product product, Tree tree) {
  String fileName() {
    return directory() + ".tar.gz";
  }

  private String directory() {
    return "%s-%s-linux-%s"
        .formatted(Product.NAME, product.version(), product.debianArchitecture());
  }

  void write(Path file) throws IOException {
    var gzip = new GZIPOutputStream(Files.newOutputStream(file));
    try (var tar = new TarWriter(gzip, directory() + "/", product.time())) {
      tar.directory("", 0755);
      tar.all(tree);
    }
  }
}
