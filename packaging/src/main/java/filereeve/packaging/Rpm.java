package filereeve.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.packager.rpm.FileFlags;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;
import org.eclipse.packager.rpm.coding.PayloadCoding;
import org.eclipse.packager.rpm.deps.RpmDependencyFlags;

/// A package of Fedora and its relatives.
///
/// @param scripts the directory with pre, post, preun and postun
record Rpm(Product product, Tree tree, Path scripts) {
  private static final String RELEASE = "1";

  String fileName() {
    return "%s-%s-%s.%s.rpm"
        .formatted(Product.NAME, product.packageVersion(), RELEASE, product.rpmArchitecture());
  }

  void write(Path file) throws IOException {
    var options = new BuilderOptions();
    options.setPayloadCoding(PayloadCoding.XZ);
    options.setPayloadFlags("3");
    var version = new RpmVersion(product.packageVersion(), RELEASE);
    try (var rpm =
        new RpmBuilder(Product.NAME, version, product.rpmArchitecture(), file, options)) {
      describe(rpm);
      BuilderContext context = rpm.newContext();
      for (Entry entry : tree.entries()) {
        add(context, entry);
      }
      rpm.setPreInstallationScript(script("pre"));
      rpm.setPostInstallationScript(script("post"));
      rpm.setPreRemoveScript(script("preun"));
      rpm.setPostRemoveScript(script("postun"));
      rpm.build();
    }
  }

  private void describe(RpmBuilder rpm) {
    var information = new RpmBuilder.PackageInformation();
    information.setSummary(Product.SUMMARY);
    information.setDescription(Product.DESCRIPTION);
    information.setLicense(Product.LICENSE);
    information.setUrl(Product.HOMEPAGE);
    information.setPackager(Product.MAINTAINER);
    information.setVendor(Product.MAINTAINER);
    information.setGroup("System Environment/Daemons");
    information.setBuildHost("localhost");
    rpm.setInformation(information);
    int time = Math.toIntExact(product.time().getEpochSecond());
    rpm.setHeaderCustomizer(
        header -> {
          header.putInt(RpmTag.BUILDTIME, time);
          header.putInt(RpmTag.CHANGELOG_TIMESTAMP, time);
          header.putStringArray(
              RpmTag.CHANGELOG_AUTHOR,
              "%s - %s-%s".formatted(Product.MAINTAINER, product.packageVersion(), RELEASE));
          header.putStringArray(RpmTag.CHANGELOG_TEXT, "- See CHANGELOG.md.");
        });
    rpm.addRequirement("glibc", "2.17", RpmDependencyFlags.GREATER, RpmDependencyFlags.EQUAL);
  }

  private void add(BuilderContext context, Entry entry) throws IOException {
    switch (entry) {
      case Entry.Directory(String path) -> {
        if (isOurs(path)) {
          context.addDirectory("/" + path, about -> set(about, Entry.Directory.MODE));
        }
      }
      case Entry.File file ->
          context.addFile(
              "/" + file.path(),
              file.content(),
              about -> {
                set(about, file.mode());
                if (file.isConfiguration()) {
                  about.setFileFlags(EnumSet.of(FileFlags.CONFIGURATION, FileFlags.NOREPLACE));
                } else if (file.path().matches("usr/share/(doc|man)/.*")) {
                  about.setFileFlags(EnumSet.of(FileFlags.DOC));
                }
              });
      case Entry.Link(String path, String target) ->
          context.addSymbolicLink("/" + path, target, about -> set(about, 0777));
    }
  }

  /// Whether no other package has this directory.
  private static boolean isOurs(String path) {
    return path.matches("(.*/)?filereeve(/.*)?");
  }

  private void set(FileInformation about, int mode) {
    about.setMode((short) mode);
    about.setTimestamp(product.time());
    about.setUser("root");
    about.setGroup("root");
  }

  private String script(String name) throws IOException {
    return Files.readString(scripts.resolve(name), UTF_8);
  }
}
