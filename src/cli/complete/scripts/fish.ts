export const FISH = String.raw`# awsup completion for fish: ~/.config/fish/completions/awsup.fish

function __awsup_complete
    command -q awsup; or return
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l answer (command awsup __complete 1 fish -- $before[2..-1] "$current" 2>/dev/null)
    test (count $answer) -gt 0; or return
    set -l directive (string replace -r '^:' '' -- $answer[-1])
    string match -qr '^[0-9]+$' -- $directive; or return
    set -e answer[-1]

    if test $directive -eq 64
        set -l rest $before
        if set -l start (contains -i -- -- $before)
            set -e rest[1..$start]
        else
            return
        end
        complete -C (string join -- ' ' (string escape -- $rest) "$current")
        return
    end

    if test (count $answer) -gt 0
        printf '%s\n' $answer
    else if contains -- $directive 0 16
        # The flag of --flag=path stays in front of what is found.
        set -l flag (string match -r -- '^--[^=]+=' "$current"; or echo '')
        set -l path (string replace -r -- '^--[^=]+=' '' "$current")
        if test $directive -eq 16
            printf '%s\n' $flag(__fish_complete_directories $path '')
        else
            printf '%s\n' $flag(__fish_complete_path $path)
        end
    end
end

complete -c awsup -e
complete -c awsup -f -a '(__awsup_complete)'
`
