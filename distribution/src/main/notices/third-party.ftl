Rankpool comes with these jars of others, unchanged, in the folder lib. The text of Apache-2.0 is the
file LICENSE; those of other licences are inside the jars, in META-INF.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
${project.artifactId}-${project.version}.jar
  what       ${project.name}
  from       ${project.groupId}<#if project.url??>, ${project.url}</#if>
  licence    ${entry.getValue()?join(", or ")}

</#list>
