# awsup completion for PowerShell: awsup completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName awsup -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $program = Get-Command awsup -CommandType Application, ExternalScript -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $program) { return }

    $words = @()
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $words += $element.Value }
        else { $words += $element.Extent.Text }
    }
    # PowerShell before 7.3 drops an empty argument: two quotes stand for it.
    $current = if ($wordToComplete -eq '') { '""' } else { $wordToComplete }

    $before = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $answer = @(& $program __complete 1 powershell -- @words $current 2>$null)
    }
    catch { return }
    finally { [Console]::OutputEncoding = $before }
    if ($answer.Count -eq 0 -or $answer[-1] -notmatch '^:(\d+)$') { return }
    $directive = [int]$Matches[1]

    $found = @($answer | Select-Object -SkipLast 1 | Where-Object { $_ -ne '' })
    foreach ($line in $found) {
        $value, $description = $line -split [char]9, 2
        if (-not $description) { $description = $value }
        $text = if ($value -match '^[\w./:+-][\w./:=+-]*$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
    # An empty text keeps PowerShell from offering files where none are meant.
    if ($found.Count -eq 0 -and ($directive -band 5)) { '' }
}
