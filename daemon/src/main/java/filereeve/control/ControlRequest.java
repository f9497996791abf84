package filereeve.control;

import filereeve.schema.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is asked: one line of JSON, such as `{"version":1,"command":"status"}`.
///
/// @param arguments by their names, such as `rule`
public record ControlRequest(String command, Map<String, Object> arguments) {
  /// Of the protocol. One that an older daemon does not understand gets a higher number.
  static final long VERSION = 1;

  /// @throws IOException if it is no request; the message is a part of a sentence
  static ControlRequest parse(String line) throws IOException {
    Map<String, Object> object = Json.read(line);
    Object version = object.remove("version");
    if (version == null) {
      throw new IOException("it has no \"version\"");
    }
    if (!version.equals(VERSION)) {
      throw new IOException("this daemon understands version %d only".formatted(VERSION));
    }
    if (!(object.remove("command") instanceof String command)) {
      throw new IOException("it has no \"command\"");
    }
    return new ControlRequest(command, object);
  }

  String line() {
    var object = new LinkedHashMap<String, Object>();
    object.put("version", VERSION);
    object.put("command", command);
    object.putAll(arguments);
    return Json.line(object);
  }

  /// @return empty if there is no such argument, or it is no text
  public Optional<String> text(String name) {
    return arguments.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
