package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrnoTest {
  /// `strerrordesc_np` gives what strerror(3) gives in the C locale.
  @SuppressWarnings("restricted")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
  void theTextIsTheCLibrarys(Errno errno) throws Throwable {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("strerrordesc_np");
    assumeTrue(function.isPresent(), "this is not glibc 2.32 or newer");
    var describe = linker.downcallHandle(function.get(), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    MemorySegment text = (MemorySegment) describe.invokeExact(errno.number());

    assertThat(errno.text()).isEqualTo(text.reinterpret(Long.MAX_VALUE).getString(0));
  }

  @Test
  void aNumberWithoutATextIsNamed() {
    assertThat(new PosixException("open", "/x", Errno.of(94), 94)).hasMessage("open /x: errno 94");
  }
}
