package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The library libdeflate, if this host has it: deflate of whole blocks in memory, at more than
/// twice zlib's speed. Functions and numbers are of its `libdeflate.h`, ABI 0.
///
/// Thread: safe for use by many threads; each has a [Deflate] of its own.
@SuppressWarnings("restricted")
public final class Libdeflate {
  /// Debian's and Red Hat's package names of it differ; the library's own name does not.
  private static final String LIBRARY = "libdeflate.so.0";

  private static final String PREFIX = "libdeflate_";

  private static final List<String> FUNCTIONS =
      List.of(
          "alloc_compressor",
          "deflate_compress",
          "free_compressor",
          "alloc_decompressor",
          "deflate_decompress_ex",
          "free_decompressor");

  /// The functions that are used. To bind them takes 15 ms of a start, so the first use does it.
  record Functions(
      MethodHandle allocCompressor,
      MethodHandle deflateCompress,
      MethodHandle freeCompressor,
      MethodHandle allocDecompressor,
      MethodHandle deflateDecompress,
      MethodHandle freeDecompressor) {

    private static Functions of(SymbolLookup library) {
      return new Functions(
          bind(library, "alloc_compressor", FunctionDescriptor.of(ADDRESS, JAVA_INT)),
          bind(
              library,
              "deflate_compress",
              FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG)),
          bind(library, "free_compressor", FunctionDescriptor.ofVoid(ADDRESS)),
          bind(library, "alloc_decompressor", FunctionDescriptor.of(ADDRESS)),
          bind(
              library,
              "deflate_decompress_ex",
              FunctionDescriptor.of(
                  JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS)),
          bind(library, "free_decompressor", FunctionDescriptor.ofVoid(ADDRESS)));
    }

    private static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor type) {
      return Linker.nativeLinker().downcallHandle(library.findOrThrow(PREFIX + name), type);
    }
  }

  private final SymbolLookup library;
  private @Nullable Functions functions;

  private Libdeflate(SymbolLookup library) {
    this.library = library;
  }

  /// Searches where the dynamic linker searches.
  public static Optional<Libdeflate> find() {
    try {
      SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      return FUNCTIONS.stream().allMatch(name -> library.find(PREFIX + name).isPresent())
          ? Optional.of(new Libdeflate(library))
          : Optional.empty(); // too old, or another library of this name
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // there is no such library
    }
  }

  /// @param level 1 to 9, as gzip has them, at about the same size
  public Deflate deflate(int level) {
    return new Deflate(functions(), level);
  }

  private synchronized Functions functions() {
    Functions bound = functions;
    if (bound == null) {
      bound = Functions.of(library);
      functions = bound;
    }
    return bound;
  }
}
