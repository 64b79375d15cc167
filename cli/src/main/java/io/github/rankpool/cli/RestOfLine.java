package io.github.rankpool.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes all that is left of the command line, as it is: what names the program ends the options.
 */
final class RestOfLine implements IParameterConsumer {

  // The signature is picocli's.
  @SuppressWarnings("JdkObsolete")
  @Override
  public void consumeParameters(Stack<String> words, ArgSpec argument, CommandSpec command) {
    if (words.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Missing " + argument.paramLabel() + " after " + nameOf(argument));
    }
    List<String> rest = new ArrayList<>();
    while (!words.isEmpty()) {
      rest.add(words.pop());
    }
    argument.setValue(rest);
  }

  private static String nameOf(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : "the options";
  }
}
