package filereeve.units;

/// A number of bytes, written with its unit: `100 MiB`, `1.5 GB`, `0 B`.
///
/// @param bytes not negative
public record Size(long bytes) implements Comparable<Size> {
  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }
}
