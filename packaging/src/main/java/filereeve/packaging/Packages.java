package filereeve.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// `Packages CHECKOUT VERSION TIME`: makes the packages of this machine's architecture in
/// `packaging/target` of the checkout, from the daemon that is built in it. TIME (ISO 8601) is that
/// of every file.
public final class Packages {
  private static final String HOME = "usr/lib/filereeve";
  private static final String DOCUMENTS = "usr/share/doc/filereeve";

  private static final List<String> MAN_PAGES =
      List.of("man1/filereeve.1", "man5/filereeve.yaml.5", "man7/filereeve-events.7");

  private final Path checkout;
  private final Path sources;
  private final Path target;
  private final Path generated;
  private final Product product;

  private Packages(Path checkout, Product product) {
    this.checkout = checkout;
    this.product = product;
    sources = checkout.resolve("packaging/src/main");
    target = checkout.resolve("packaging/target");
    generated = target.resolve("generated");
  }

  public static void main(String[] args) throws Exception {
    new Packages(Path.of(args[0]).toRealPath(), new Product(args[1], Instant.parse(args[2])))
        .make();
  }

  private void make() throws Exception {
    Path image = target.resolve("image");
    new Image(
            checkout.resolve("daemon"),
            sources.resolve("launcher/filereeve"),
            product.time(),
            image)
        .make();
    generate(image);
    var deb = new Deb(product, debian(image), sources.resolve("deb"));
    var rpm = new Rpm(product, fedora(image), sources.resolve("rpm"));
    var tarball = new Tarball(product, unpacked(image));
    atTheSameTime(
        List.of(
            () -> written(deb.fileName(), deb::write),
            () -> written(rpm.fileName(), rpm::write),
            () -> written(tarball.fileName(), tarball::write)));
  }

  /// Man pages and completions.
  private void generate(Path image) throws IOException, InterruptedException {
    Trees.delete(generated);
    Program.run(
        List.of(
            image.resolve("filereeve").toString(),
            "generate",
            "--date",
            product.time().toString(),
            checkout.toString(),
            generated.toString()));
  }

  private interface Writer {
    void write(Path file) throws IOException;
  }

  private Path written(String name, Writer writer) throws IOException {
    Path file = target.resolve(name);
    Files.deleteIfExists(file);
    writer.write(file);
    System.out.printf("%s: %,d bytes%n", file, Files.size(file));
    return file;
  }

  private static void atTheSameTime(List<Callable<Path>> tasks) throws Exception {
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (Future<Path> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot make the packages: " + e.getCause(), e);
    }
  }

  /// As packages install it.
  private Tree installed(Path image) throws IOException {
    var tree = new Tree();
    tree.all(HOME, image);
    tree.link("usr/bin/filereeve", "../lib/filereeve/filereeve");
    tree.file("usr/lib/systemd/system/filereeve.service", unit(), 0644);
    tree.file(
        "usr/lib/systemd/user/filereeve@.service",
        checkout.resolve("systemd/user/filereeve@.service"),
        0644);
    for (String page : MAN_PAGES) {
      tree.file("usr/share/man/" + page + ".gz", compressed(generated.resolve(page)), 0644);
    }
    completion(tree, "bash/filereeve", "bash-completion/completions");
    completion(tree, "fish/filereeve.fish", "fish/vendor_completions.d");
    tree.configuration(
        "etc/filereeve/filereeve.yaml", checkout.resolve("config/filereeve.yaml"), 0644);
    tree.directory("etc/filereeve/conf.d");
    tree.file(
        "usr/share/filereeve/filereeve.schema.json",
        checkout.resolve("config/filereeve.schema.json"),
        0644);
    documents(tree, DOCUMENTS);
    return tree;
  }

  private void completion(Tree tree, String name, String directory) {
    Path file = generated.resolve("completion").resolve(name);
    tree.file("usr/share/" + directory + "/" + file.getFileName(), file, 0644);
  }

  private Tree fedora(Path image) throws IOException {
    Tree tree = installed(image);
    completion(tree, "zsh/_filereeve", "zsh/site-functions");
    return tree;
  }

  private Tree debian(Path image) throws IOException {
    Tree tree = installed(image);
    completion(tree, "zsh/_filereeve", "zsh/vendor-completions");
    tree.file(DOCUMENTS + "/changelog.gz", changelog(), 0644);
    tree.file("usr/share/lintian/overrides/filereeve", sources.resolve("deb/overrides"), 0644);
    return tree;
  }

  /// As the .tar.gz has it: for /opt/filereeve.
  private Tree unpacked(Path image) throws IOException {
    var tree = new Tree();
    tree.all("", image);
    tree.file("filereeve.service", unitIn("/opt/filereeve"), 0644);
    for (String page : MAN_PAGES) {
      tree.file("man/" + page, generated.resolve(page), 0644);
    }
    tree.all("completion", generated.resolve("completion"));
    documents(tree, "doc");
    return tree;
  }

  private Path unitIn(String directory) throws IOException {
    String unit = Files.readString(unit());
    String moved = unit.replace("/usr/bin/filereeve", directory + "/filereeve");
    return Files.writeString(target.resolve("filereeve.service"), moved);
  }

  private void documents(Tree tree, String path) throws IOException {
    tree.file(path + "/copyright", sources.resolve("copyright"), 0644);
    for (String name : List.of("README.md", "SECURITY.md", "CHANGELOG.md")) {
      tree.file(path + "/" + name, checkout.resolve(name), 0644);
    }
    for (String name :
        List.of("configuration.md", "control.md", "events.md", "guarantees.md", "operations.md")) {
      tree.file(path + "/" + name, checkout.resolve("docs").resolve(name), 0644);
    }
    tree.all(path + "/examples", checkout.resolve("config/examples"));
  }

  private Path unit() {
    return checkout.resolve("systemd/filereeve.service");
  }

  /// In Debian's form, which apt-listchanges shows.
  private Path changelog() throws IOException {
    String text =
        """
        filereeve (%s) stable; urgency=medium

          * See CHANGELOG.md.

         -- %s  %s
        """
            .formatted(
                product.packageVersion(),
                Product.MAINTAINER,
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
                    .format(product.time().atOffset(ZoneOffset.UTC)));
    return compressed(Files.writeString(target.resolve("changelog"), text));
  }

  /// A copy beside the file.
  private static Path compressed(Path file) throws IOException {
    Path copy = file.resolveSibling(file.getFileName() + ".gz");
    var parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
    try (var out = new GzipCompressorOutputStream(Files.newOutputStream(copy), parameters)) {
      Files.copy(file, out);
    }
    return copy;
  }
}
