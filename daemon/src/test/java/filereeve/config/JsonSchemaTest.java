package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import filereeve.app.Kinds;
import filereeve.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  private static final String TEXT = JsonSchema.text(new Language(Kinds.ALL).root());

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TEXT);

  @Test
  void theCommittedSchemaIsCurrent() throws IOException {
    Path committed = Checkout.file("config/filereeve.schema.json");
    Checkout.update(committed, TEXT);
    assertThat(Files.readString(committed))
        .as(Checkout.remedy(JsonSchemaTest.class))
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @MethodSource("filereeve.config.ShippedFilesTest#files")
  void theShippedFilesAreValid(Path file) throws IOException {
    assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown-section",
        "unknown-key",
        "text-for-number",
        "number-too-large",
        "list-for-rules",
        "text-for-list",
        "empty-list",
        "size-without-unit",
        "duration-without-unit",
        "relative-glob",
        "rule-name-capital",
        "codec-unknown",
        "action-two-forms",
        "reload-without-apply",
        "mode-not-octal",
        "version-unknown",
      })
  void whatTheLoaderRefusesTheEditorShowsToo(String name) throws IOException {
    Path file = Checkout.file("daemon/src/test/resources/bad-config/" + name + ".yaml");
    assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML)).isNotEmpty();
  }
}
