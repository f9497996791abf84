package filereeve.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a component of the program holds: the number of elements in all collections that it, and
/// what it refers to, has in fields. Work that is done must leave nothing.
///
/// What belongs to tests, or is neither the program's nor a collection, is not searched.
public final class Held {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> unseen = new ArrayDeque<>();
  private final SortedMap<String, Integer> elements = new TreeMap<>();

  private Held() {}

  /// @return elements by field, such as `TriggerQueue.waiting`; without those that are empty
  public static SortedMap<String, Integer> by(Object root) {
    var held = new Held();
    held.find(root);
    for (Object next = held.unseen.poll(); next != null; next = held.unseen.poll()) {
      held.fields(next, next.getClass());
    }
    return held.elements;
  }

  private void find(@Nullable Object object) {
    if (object != null && isOfTheProgram(object.getClass()) && seen.add(object)) {
      unseen.add(object);
    }
  }

  private static boolean isOfTheProgram(Class<?> type) {
    return type.getName().startsWith("filereeve.")
        && !type.isEnum()
        && !isOfTests(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static boolean isOfTests(String location) {
    return location.equals(
        Held.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private void fields(Object owner, Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        field.setAccessible(true);
        try {
          value(type.getSimpleName() + "." + field.getName(), field.get(owner));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    if (type.getSuperclass() != null && isOfTheProgram(type.getSuperclass())) {
      fields(owner, type.getSuperclass());
    }
  }

  private void value(String field, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        all(field, map.keySet());
        map.values().forEach(each -> value(field + "[]", each));
      }
      case Collection<?> collection -> all(field, collection);
      case Object[] array -> all(field, Arrays.asList(array));
      case Optional<?> optional -> optional.ifPresent(each -> value(field, each));
      case AtomicReference<?> reference -> value(field, reference.get());
      case null, default -> find(value);
    }
  }

  private void all(String field, Collection<?> collection) {
    if (seen.add(collection) && !collection.isEmpty()) {
      elements.merge(field, collection.size(), Integer::sum);
      List.copyOf(collection).forEach(each -> value(field + "[]", each));
    }
  }
}
