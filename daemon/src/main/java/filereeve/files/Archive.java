package filereeve.files;

import filereeve.files.ArchiveName.Mark;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One archive of a log. While its compression is being finished it is there in two forms, plain
/// and compressed, and still is one archive.
///
/// @param time when it was rotated, as far as name and attributes tell
/// @param forms not empty
public record Archive(Mark mark, Instant time, List<Form> forms) {

  /// One file of an archive.
  public record Form(Path name, Optional<String> codec, Stat stat) {}

  public Archive {
    forms = List.copyOf(forms);
  }

  /// The form that is not compressed.
  public Optional<Form> plain() {
    return forms.stream().filter(form -> form.codec().isEmpty()).findFirst();
  }

  /// Bytes of its largest form.
  public long bytes() {
    return forms.stream().mapToLong(form -> form.stat().size()).max().orElse(0);
  }

  /// The archives of one log in order, newest first.
  ///
  /// A name's time goes before the file's, which a later `touch` may have changed. Between numbered
  /// archives the number decides: none is taken for newer than one with a lower number.
  ///
  /// @param names what the folder has of them, with their attributes
  public static List<Archive> newestFirst(Map<Path, Stat> names) {
    var forms = new LinkedHashMap<Mark, List<Form>>();
    names.forEach(
        (name, stat) ->
            ArchiveName.parse(name)
                .ifPresent(
                    archive ->
                        forms
                            .computeIfAbsent(archive.mark(), mark -> new ArrayList<>())
                            .add(new Form(name, archive.codec(), stat))));
    var archives = new ArrayList<Archive>();
    Instant limit = Instant.MAX;
    for (Mark mark : forms.keySet().stream().sorted(BY_NUMBER).toList()) {
      List<Form> ofOne = forms.getOrDefault(mark, List.of());
      switch (mark) {
        case Mark.Dated dated -> archives.add(new Archive(dated, dated.at(), ofOne));
        case Mark.Numbered numbered -> {
          limit = earlier(limit, modified(ofOne));
          archives.add(new Archive(numbered, limit, ofOne));
        }
      }
    }
    archives.sort(
        Comparator.comparing(Archive::time).reversed().thenComparing(Archive::mark, BY_NUMBER));
    return archives;
  }

  /// Numbered ones first, the lowest number first; then dated ones, the highest sequence first.
  private static final Comparator<Mark> BY_NUMBER =
      Comparator.comparingInt(
              (Mark mark) ->
                  switch (mark) {
                    case Mark.Numbered _ -> 0;
                    case Mark.Dated _ -> 1;
                  })
          .thenComparingInt(
              mark ->
                  switch (mark) {
                    case Mark.Numbered numbered -> numbered.number();
                    case Mark.Dated dated -> -dated.sequence();
                  });

  private static Instant modified(List<Form> forms) {
    return forms.stream()
        .map(form -> form.stat().modified())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
