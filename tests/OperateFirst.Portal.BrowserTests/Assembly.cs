using OperateFirst.Portal.BrowserTests.Pages;
using OperateFirst.Portal.TestSupport.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(SeededPortal))]
