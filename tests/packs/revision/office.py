"""LibreOffice accepts or rejects all tracked changes of Word files, by a macro of its own, and prints the text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

_MACRO = """
Function Setting(sName As String, vValue As Variant)
  Dim oSetting As New com.sun.star.beans.PropertyValue
  oSetting.Name = sName
  oSetting.Value = vValue
  Setting = oSetting
End Function

Sub SettleOne(sFile As String, sCommand As String, sEnd As String)
  Dim oDoc As Object, oHelper As Object
  oDoc = StarDesktop.loadComponentFromURL(ConvertToURL(sFile), "_blank", 0, Array(Setting("Hidden", True)))
  oHelper = createUnoService("com.sun.star.frame.DispatchHelper")
  oHelper.executeDispatch(oDoc.CurrentController.Frame, sCommand, "", 0, Array())
  oDoc.TextFields.refresh()
  oDoc.storeToURL(ConvertToURL(sFile & sEnd & ".txt"), Array(Setting("FilterName", "Text (encoded)"), _
    Setting("FilterOptions", "UTF8")))
  oDoc.storeToURL(ConvertToURL(sFile & sEnd & ".fodt"), Array(Setting("FilterName", "OpenDocument Text Flat XML")))
  oDoc.close(True)
End Sub

Sub Settle
  Dim sNames As String, sName As String, vNames As Variant, i As Integer
  On Error GoTo Failed
  sName = Dir("%(folder)s/*.docx")
  Do While sName <> ""
    sNames = sNames & sName & "|"
    sName = Dir()
  Loop
  vNames = Split(sNames, "|")
  For i = 0 To UBound(vNames)
    If vNames(i) <> "" Then
      SettleOne("%(folder)s/" & vNames(i), ".uno:AcceptAllTrackedChanges", ".accepted")
      If InStr(vNames(i), "-redline") > 0 Then
        SettleOne("%(folder)s/" & vNames(i), ".uno:RejectAllTrackedChanges", ".rejected")
      End If
    End If
  Next i
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open "%(folder)s/error.log" For Output As #1
  Print #1, Error$ & " in line " & Erl
  Close #1
  StarDesktop.terminate()
End Sub
"""
_SCRIPTS = "http://openoffice.org/2000"
_LIBRARY = (
    f'<library:library xmlns:library="{_SCRIPTS}/library" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false">%s</library:library>'
)
_LIBRARIES = (
    f'<library:libraries xmlns:library="{_SCRIPTS}/library" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/%s.xlb/" xlink:type="simple" '
    'library:link="false"/></library:libraries>'
)
_MODULE = f'<script:module xmlns:script="{_SCRIPTS}/script" script:name="Module1" script:language="StarBasic">%s</script:module>'


def settle(folder: Path, profile: Path) -> None:
    """Print each Word file in ``folder`` with all changes accepted; those called -redline also with all rejected."""
    assert shutil.which("soffice"), "not run: soffice is missing; `make tools` installs it"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # A new profile would be filled over the macro.
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True)
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    texts = {
        "Standard/Module1.xba": _MODULE % escape(_MACRO % {"folder": folder}),
        "Standard/script.xlb": _LIBRARY % '<library:element library:name="Module1"/>',
        "Standard/dialog.xlb": _LIBRARY % "",
        "script.xlc": _LIBRARIES % "script",
        "dialog.xlc": _LIBRARIES % "dialog",
    }
    for name, text in texts.items():
        (basic / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', "utf-8")
    subprocess.run([*command, "macro:///Standard.Module1.Settle"], check=True, capture_output=True)
    log = folder / "error.log"
    assert not log.exists(), log.read_text("utf-8")
