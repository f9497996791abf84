package filereeve.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A jar of the program, repacked: its native code for this machine becomes a file of its own, so
/// that nothing has to be unpacked at run time; that for other machines is left out. What remains
/// is stored without compression, for the package is compressed as a whole; each [OldClass] of it
/// is renewed.
///
/// @param time that all its entries get
record Library(Path jar, LocalDateTime time) {
  /// As the libraries call it: `amd64`, `aarch64`.
  private static final String MACHINE = System.getProperty("os.arch");

  void unpack(Path toJar, Path nativeDirectory) throws IOException {
    try (var from = new ZipFile(jar.toFile());
        var to = new ZipOutputStream(Files.newOutputStream(toJar))) {
      List<? extends ZipEntry> entries =
          from.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
      for (ZipEntry entry : entries) {
        Path name = Path.of(entry.getName());
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (!name.toString().matches(".*\\.(so|dll|dylib|jnilib)")) {
          store(to, entry.getName(), changed(name, content, classes(from)));
        } else if (name.toString().matches("(?i).*linux/" + MACHINE + "/.*")) {
          Files.write(nativeDirectory.resolve(name.getFileName()), content);
        }
      }
    }
  }

  private static ClassHierarchyResolver classes(ZipFile jar) {
    return ClassHierarchyResolver.ofResourceParsing(
        type -> {
          String name = type.descriptorString();
          ZipEntry entry = jar.getEntry(name.substring(1, name.length() - 1) + ".class");
          try {
            return entry == null ? null : jar.getInputStream(entry);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static byte[] changed(Path name, byte[] content, ClassHierarchyResolver others) {
    if (name.equals(Path.of("META-INF/MANIFEST.MF"))) {
      return unsealed(content);
    }
    return name.toString().endsWith(".class") ? OldClass.linkable(content, others) : content;
  }

  /// A class that comes from the archive of classes does not seal its package, and Java refuses to
  /// seal it later.
  private static byte[] unsealed(byte[] manifest) {
    return new String(manifest, UTF_8).replaceAll("(?m)^Sealed: .*\\R", "").getBytes(UTF_8);
  }

  private void store(ZipOutputStream to, String name, byte[] content) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(time);
    to.putNextEntry(entry);
    to.write(content);
    to.closeEntry();
  }
}
