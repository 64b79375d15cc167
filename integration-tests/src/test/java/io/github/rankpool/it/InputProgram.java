package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Adds up the numbers of its standard input, which it reads while its pool runs. */
final class InputProgram {
  private InputProgram() {}

  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(1).build()) {
      pool.bootup();
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      long sum = 0;
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        sum += Long.parseLong(line);
      }
      System.out.println("sum " + sum);
    }
  }
}
