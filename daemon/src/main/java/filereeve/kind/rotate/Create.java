package filereeve.kind.rotate;

import java.util.Optional;

/// The new empty file that takes a rotated one's place.
///
/// @param mode such as 0640; what is left out, the rotated file's own is taken for
/// @param owner a user's name
/// @param group a group's name
public record Create(Optional<Integer> mode, Optional<String> owner, Optional<String> group) {}
