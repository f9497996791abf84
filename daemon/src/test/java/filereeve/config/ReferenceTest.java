package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.app.Kinds;
import filereeve.schema.ReferenceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  @Test
  void theCommittedReferenceIsCurrent() throws IOException {
    Path committed = Checkout.file("docs/configuration.md");
    String reference = ReferenceText.of(new Language(Kinds.ALL).root());
    Checkout.update(committed, reference);
    assertThat(Files.readString(committed))
        .as(Checkout.remedy(ReferenceTest.class))
        .isEqualTo(reference);
  }
}
