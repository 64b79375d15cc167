package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContractCoverageTest {
  private static final Path CONTRACT = Path.of("..", "docs", "backend-contract.md");

  @Test
  void everyRuleHasATestAndEveryTestARule() throws IOException {
    Set<String> rules =
        Pattern.compile("^\\| ([A-Z]-\\d+) \\|", Pattern.MULTILINE)
            .matcher(Files.readString(CONTRACT))
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rules).hasSizeGreaterThan(40);
    assertThat(testedRules()).isEqualTo(rules);
  }

  private static Set<String> testedRules() {
    return Arrays.stream(BackendContract.class.getDeclaredClasses())
        .filter(type -> type.isAnnotationPresent(Nested.class))
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(method -> method.getName().replaceFirst("^([A-Z])(\\d+)_.*", "$1-$2"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
