# The formula of a tap, filled in for each release: docs/contributing/release.md.
class Awsup < Formula
  desc "From one AWS account to one account per environment"
  homepage "https://github.com/awsup/awsup"
  url "https://registry.npmjs.org/awsup/-/awsup-@VERSION@.tgz"
  sha256 "@SHA256@"
  license "MIT"

  depends_on "node"

  def install
    system "npm", "install", *std_npm_args
    bin.install_symlink libexec.glob("bin/*")
    generate_completions_from_executable(bin/"awsup", "completion")
  end

  test do
    system bin/"awsup", "org", "init", "--sandbox", "--project", "acme", "--email", "aws+{env}@acme.dev", "--yes"
    system bin/"awsup", "env", "switch", "dev"
    assert_match "us-east-1_", (testpath/"amplify_outputs.json").read
  end
end
