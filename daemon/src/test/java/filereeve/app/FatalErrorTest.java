package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FatalErrorTest {
  @Test
  void aClassThatCannotBeLoadedHasARemedyOfItsOwn() {
    assertThat(FatalError.message(new NoClassDefFoundError("x"))).contains("overwritten");
    assertThat(FatalError.message(new OutOfMemoryError("x"))).contains("TasksMax=");
    assertThat(FatalError.message(new IllegalStateException())).contains("bug in Filereeve");
  }
}
